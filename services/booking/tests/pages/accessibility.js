// Every check here is one that needs no judgement; each fault is said in words.
() => {
  const faults = [];
  const shown = node => node.checkVisibility && node.checkVisibility();
  const about = node => node.tagName.toLowerCase() + ' "' + (node.textContent || node.name || '').trim().slice(0, 40) + '"';
  if (!['en', 'ru'].includes(document.documentElement.lang)) faults.push('the page has no language');
  if (!document.title.trim()) faults.push('the page has no title');
  if (document.querySelectorAll('main').length !== 1) faults.push('there is not one main');
  if (document.querySelectorAll('h1').length !== 1) faults.push('there is not one h1');
  const viewport = document.querySelector('meta[name=viewport]');
  if (!viewport || /user-scalable\s*=\s*no|maximum-scale/.test(viewport.content)) faults.push('the page cannot be zoomed');
  if (document.documentElement.scrollWidth > Math.min(window.innerWidth, screen.width)) faults.push('wider than the screen: ' + document.documentElement.scrollWidth);
  const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  if (new Set(ids).size !== ids.length) faults.push('an id is used twice');
  let level = 0;
  for (const heading of document.querySelectorAll('h1,h2,h3,h4')) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push('skips a level: ' + about(heading));
    level = next;
  }
  for (const field of document.querySelectorAll('input:not([type=hidden]),select,textarea'))
    if (!field.labels.length || !field.labels[0].textContent.trim()) faults.push('has no label: ' + field.name);
  for (const target of document.querySelectorAll('button,a,input:not([type=hidden]),summary')) {
    if (!shown(target)) continue;
    const box = target.getBoundingClientRect();
    if (target.tagName !== 'INPUT' && !target.textContent.trim()) faults.push('says nothing: ' + about(target));
    if (box.height < 44 || box.width < 44) faults.push('is hard to touch, ' + Math.round(box.height) + ' high: ' + about(target));
    if (box.left < 0 || box.right > window.innerWidth) faults.push('sticks out: ' + about(target));
  }
  const parse = colour => { const p = colour.match(/[\d.]+/g).map(Number); return {rgb: p.slice(0, 3), a: p.length > 3 ? p[3] : 1}; };
  const light = rgb => { const c = rgb.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * c[0] + .7152 * c[1] + .0722 * c[2]; };
  const behind = node => { for (let n = node; n; n = n.parentElement) { const c = parse(getComputedStyle(n).backgroundColor);
    if (c.a === 1) return c.rgb; } return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255]; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !shown(node)) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color).rgb), light(behind(node))].sort((x, y) => y - x);
    const contrast = (a + .05) / (b + .05);
    if (contrast < 4.5) faults.push('contrast ' + contrast.toFixed(1) + ': ' + about(node));
    if (parseFloat(getComputedStyle(node).fontSize) < 14) faults.push('is small: ' + about(node));
  }
  return faults;
}
