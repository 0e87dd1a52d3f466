"""govern: what does this change to a contract break, and has its author done what it asks for?"""

__version__ = "0.1.0"
