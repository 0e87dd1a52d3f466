"""The style and the script of the page of a history. No behaviour of govern's."""

STYLE = """
:root{color-scheme:light dark;--page:#fbfbfa;--card:#fff;--ink:#17191e;--soft:#555c68;--line:#dfe2e7;
--breaking:#c01f2e;--undecided:#8a5a00;--rename:#6b3fa8;--additive:#1f6fb5;--editorial:#8a93a1;--on:#fff;
--words:#5c6470;--flag:#c01f2e;--focus:#0b57d0;--tint:#f1f3f6}
@media (prefers-color-scheme:dark){:root{--page:#101317;--card:#171b21;--ink:#eceff4;
--soft:#a9b1be;--line:#2c333d;
--breaking:#ff6f76;--undecided:#e3a53a;--rename:#b895f0;--additive:#64acf0;--editorial:#75808f;--on:#0d1014;
--words:#a9b1be;--flag:#ff8087;--focus:#8ab4ff;--tint:#1f252d}}
*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
html{font:15px/1.45 system-ui,sans-serif;background:var(--page);color:var(--ink);scroll-padding:9rem 0 4rem}
body{max-width:80rem;margin:0 auto;padding:1.5rem 1.25rem 5rem}
h1{font-size:1.7rem;letter-spacing:-.01em}
h2{font-size:1.05rem;overflow-wrap:anywhere}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
.soft,dt{color:var(--soft)}
.sum{font-size:1.05rem;margin:.5rem 0}
ol,ul{list-style:none;padding:0}
#filter{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;
background:var(--page);border-bottom:1px solid var(--line);padding:.7rem 0;margin:.6rem 0 1rem}
fieldset{border:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1rem}
legend{float:left;padding:0;margin-right:1rem;line-height:1.75rem}
.key,.find{display:inline-flex;align-items:center;gap:.4rem;min-height:1.75rem}
.key .bar{display:inline-block;width:.7rem;height:1rem}
input[type=checkbox]{width:1.05rem;height:1.05rem;accent-color:var(--focus)}
input[type=search],select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);
border-radius:.4rem;padding:.25rem .5rem}
.contract{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:.8rem 1.1rem .6rem;
margin-bottom:.6rem;content-visibility:auto;contain-intrinsic-size:auto 8.5rem;
display:grid;grid-template-columns:minmax(13rem,1fr) 3.4fr;gap:0 1.5rem;align-items:start}
.contract>.list{grid-column:1/-1}
.gone,.flag{font-size:.8rem;font-weight:600}
.gone{color:var(--soft);border:1px solid var(--line);border-radius:.3rem;padding:0 .35rem}
.flag{color:var(--flag)}
.line{display:flex;flex-wrap:wrap;gap:.4rem 0}
.year{display:flex;flex-direction:column;border-left:1px solid var(--line);padding:0 .45rem 0 .2rem}
.bars{display:flex;flex-wrap:wrap;align-items:flex-start;min-height:4.5rem}
.at{font-size:.78rem;color:var(--soft);border-top:1px solid var(--line);padding-left:.15rem}
.slot{display:flex;flex-direction:column;align-items:center}
.bars .slot>a{display:flex;flex-direction:column;align-items:center;justify-content:flex-end;
width:1.5rem;height:4.5rem;border-radius:.25rem;text-decoration:none}
.bars .slot>a:hover,.tag:hover{background:var(--tint)}
a:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible{
outline:3px solid var(--focus);outline-offset:1px}
.bar{flex:none;display:block;width:.85rem;border-radius:.2rem .2rem 0 0;border:1px solid transparent}
.bar.breaking{background:var(--breaking);height:3.1rem}
.bar.undecided{height:2.5rem;border-color:var(--undecided);
background:repeating-linear-gradient(45deg,var(--undecided) 0 3px,transparent 3px 6px)}
.bar.rename{background:var(--rename);height:2rem;border-radius:.45rem .45rem 0 0}
.bar.additive{background:var(--additive);height:1.3rem}
.bar.editorial{background:var(--editorial);height:.5rem}
.version{font:.68rem ui-monospace,monospace;color:var(--soft);white-space:nowrap;
padding:0 .15rem;min-height:1.1rem}
.releases{display:flex;flex-wrap:wrap;gap:.3rem .5rem;margin:.3rem 0}
.tag{display:inline-flex;align-items:center;gap:.35rem;color:inherit;text-decoration:none;
border:1px solid var(--line);border-radius:1rem;padding:.1rem .6rem;min-height:1.75rem;font-size:.85rem}
.tag .bar,.key .bar{width:.65rem;height:.9rem;border-radius:.15rem}
summary{cursor:pointer;padding:.2rem 0}
.list>summary{color:var(--soft);font-size:.9rem}
.step{border-top:1px solid var(--line);padding:.15rem 0;margin-left:.2rem}
.step>summary{font-size:.93rem;overflow-wrap:anywhere}
.step:target>summary{background:var(--tint);border-radius:.3rem}
.badge{display:inline-block;color:var(--on);border-radius:.3rem;padding:0 .45rem;
font-size:.8rem;font-weight:600}
.badge.breaking{background:var(--breaking)}.badge.undecided{background:var(--undecided)}
.badge.rename{background:var(--rename)}.badge.additive{background:var(--additive)}
.badge.editorial{background:var(--words)}
.what{color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.4rem 0 .5rem 1rem;
font-size:.92rem}
dd{overflow-wrap:anywhere}
.wrong{color:var(--flag);font-weight:600}
.changes{margin:0 0 .6rem 1rem;font-size:.92rem}
.changes li{padding:.3rem 0;border-top:1px dotted var(--line);overflow-wrap:anywhere}
.changes li>.soft,.witness{display:block;font-size:.88rem;margin-left:.2rem}
.witness code{background:var(--tint);border-radius:.25rem;padding:.05rem .3rem}
#peek{position:fixed;left:0;right:0;bottom:0;background:var(--ink);color:var(--page);padding:.55rem 1.25rem;
font-size:.92rem;overflow-wrap:anywhere}
#peek:empty{display:none}
@media (max-width:640px){body{padding:1rem .75rem 4rem}#filter{position:static}
html{scroll-padding:1rem 0 4rem}.contract{grid-template-columns:1fr}dl{margin-left:0}.changes{margin-left:0}}
@media print{#filter,#peek{display:none}}
"""

SCRIPT = """
const all=document.getElementById('all'),find=document.getElementById('name'),
wrong=document.getElementById('wrong'),order=document.getElementById('order'),
shown=document.getElementById('shown'),none=document.getElementById('none'),peek=document.getElementById('peek'),
boxes=[...document.querySelectorAll('#filter fieldset input')],
cards=[...document.querySelectorAll('.contract')].map(card=>({card,name:card.dataset.name,
count:+card.dataset.count,broke:+card.dataset.broke,steps:[...card.querySelectorAll('[data-class]')],
years:[...card.querySelectorAll('.year')]}));
const sift=()=>{
const classes=new Set(boxes.filter(b=>b.checked).map(b=>b.value)),text=find.value.trim().toLowerCase();
let contracts=0,count=0;
for(const {card,name,steps,years} of cards){
let left=0;
if(name.includes(text))for(const step of steps){
const fits=classes.has(step.dataset.class)&&(!wrong.checked||step.dataset.wrong==='1');
step.hidden=!fits;if(fits&&step.localName==='details')left++}
for(const year of years)year.hidden=!year.querySelector('.slot:not([hidden])');
card.hidden=!left;if(left){contracts++;count+=left}}
shown.textContent=count+' steps of '+contracts+' contracts shown';none.hidden=contracts>0};
const sort=()=>{
const by={name:()=>0,count:(a,b)=>b.count-a.count,broke:(a,b)=>b.broke-a.broke}[order.value];
all.prepend(...[...cards].sort(by).map(each=>each.card))};
const reveal=()=>{
const step=location.hash.startsWith('#r')&&document.getElementById(location.hash.slice(1));
if(!step)return;
step.open=true;step.closest('.list').open=true;step.scrollIntoView({block:'start'});
step.querySelector('summary').focus({preventScroll:true})};
const look=event=>{const link=event.target.closest&&event.target.closest('.slot>a');
peek.textContent=link?link.getAttribute('aria-label'):''};
document.getElementById('filter').addEventListener('input',
event=>{if(event.target===order)sort();else sift()});
document.getElementById('filter').addEventListener('submit',event=>event.preventDefault());
document.addEventListener('pointerover',look);document.addEventListener('focusin',look);
all.addEventListener('click',event=>{const link=event.target.closest('.slot>a');
if(link&&link.hash===location.hash)reveal()});
all.addEventListener('keydown',event=>{
const step={ArrowRight:1,ArrowLeft:-1}[event.key],link=event.target.closest('.slot>a');
if(!step||!link)return;
const links=[...link.closest('.contract').querySelectorAll('.slot:not([hidden])>a')],
next=links[links.indexOf(link)+step];
if(next){next.focus();event.preventDefault()}});
addEventListener('hashchange',reveal);sift();reveal();
"""
