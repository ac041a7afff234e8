// Draws the charts of a page from the data that stands beside each, and nothing
// else: every number is also in the table below it. Works from a file as well.
(() => {
  'use strict';

  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const number = n => n.toLocaleString('en-US', { maximumFractionDigits: 2 });
  const day = d => new Date(d).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const element = (tag, props, ...children) => {
    const e = Object.assign(document.createElement(tag), props);
    e.append(...children);
    return e;
  };

  const luminance = hex => {
    const part = i => {
      const c = parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2);
  };
  // ink is the colour of words on a ground, whichever of two reads better.
  const ink = ground => {
    const on = hex => { const [a, b] = [luminance(hex), luminance(ground)]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
    return on('#101418') >= on('#ffffff') ? '#101418' : '#ffffff';
  };

  // A tooltip is an element, never markup: what it says comes from strangers.
  const tooltip = (lines, more) => ({
    confine: true, className: 'tip', transitionDuration: 0, ...more,
    formatter: p => {
      const box = element('div');
      for (const line of lines(p)) box.append(element('p', { textContent: line }));
      return box;
    },
  });

  const axis = () => ({
    axisLine: { lineStyle: { color: color('muted') } }, axisLabel: { color: color('muted'), hideOverlap: true },
    splitLine: { lineStyle: { color: color('line') } }, nameTextStyle: { color: color('muted') },
  });
  const short = n => n >= 1e6 ? number(n / 1e6) + 'M' : n >= 1e3 ? number(n / 1e3) + 'k' : number(n);

  // date is a position of the axis: the year alone where there are many, and the day where there are few months.
  const date = (t, years) => new Date(t).toLocaleDateString('en-GB', { timeZone: 'UTC', ...(years < .5 ? { day: 'numeric', month: 'short' } : years > 4 ? { year: 'numeric' } : { year: 'numeric', month: 'short' }) });

  const lines = (plot, data) => {
    const years = (new Date(data.x[data.x.length - 1]) - new Date(data.x[0])) / (365 * 24 * 3600e3);
    const chart = echarts.init(plot, null, { renderer: 'svg' });
    const area = data.form === 'area';
    return {
      chart,
      draw() {
        chart.setOption({
          animation: false, useUTC: true, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
          grid: { left: 8, right: 16, top: 28, bottom: 28, containLabel: true },
          tooltip: tooltip(p => [day(p[0].value[0]), ...p.slice().reverse().filter(q => q.value[1]).map(q => q.seriesName + ': ' + number(q.value[1]))],
            { trigger: 'axis', axisPointer: { lineStyle: { color: color('fg') } } }),
          xAxis: {
            type: 'time', ...axis(), splitLine: { show: false }, splitNumber: Math.max(2, Math.floor(plot.clientWidth / 130)),
            axisLabel: { color: color('muted'), fontSize: 12, hideOverlap: true, alignMaxLabel: 'right', formatter: t => date(t, years) },
          },
          yAxis: { type: 'value', name: data.unit, nameLocation: 'end', ...axis(), nameTextStyle: { color: color('muted'), align: 'left' }, axisLabel: { color: color('muted'), formatter: short } },
          series: data.series.map((s, i) => {
            const c = color('seq-' + s.color);
            return {
              type: 'line', name: s.name, symbol: 'none', stack: data.stacked ? 'all' : undefined, color: c,
              areaStyle: area ? { color: c, opacity: 1 } : undefined, lineStyle: { width: area ? 1 : 2, color: area ? color('bg') : c },
              emphasis: { disabled: true }, data: data.x.map((x, k) => [x, s.values[k]]), z: i + 2,
            };
          }),
        }, true);
      },
    };
  };

  const graph = (plot, data) => {
    const chart = echarts.init(plot, null, { renderer: 'svg' });
    const most = Math.max(1, ...data.edges.map(e => e[2]));
    const folder = i => data.nodes[i].path.slice(0, data.nodes[i].path.lastIndexOf('/') + 1);
    const within = (a, b) => folder(a).startsWith(folder(b)) || folder(b).startsWith(folder(a));
    const across = e => !within(e[0], e[1]);
    const heaviest = Math.max(1, ...data.nodes.map(n => n.weight));
    chart.on('click', e => { if (e.dataType === 'node' && e.data.href) follow(e.data.href); });
    return {
      chart,
      draw() {
        const wide = plot.clientWidth > 560;
        const margin = wide ? 190 : 112;
        chart.setOption({
          animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
          tooltip: tooltip(p => p.dataType === 'edge'
            ? [data.nodes[p.data.from].path, data.nodes[p.data.to].path, number(p.data.value) + ' ' + data.unit + (p.data.of ? ' ' + data.ofUnit + ' ' + number(p.data.of) : '')]
            : [p.data.path]),
          series: [{
            type: 'graph', name: 'graph', layout: 'circular', circular: { rotateLabel: true }, left: margin, right: margin, top: margin, bottom: margin,
            label: { show: true, position: 'right', color: color('fg'), fontSize: wide ? 12 : 10, width: margin - 16, overflow: 'truncate', ellipsis: '…' },
            lineStyle: { curveness: 0.3, opacity: 0.75 }, emphasis: { focus: 'adjacency', lineStyle: { opacity: 1 } },
            data: data.nodes.map((n, i) => ({
              id: String(i), name: n.name, path: n.path, href: n.href,
              symbolSize: 6 + 12 * Math.sqrt(n.weight / heaviest), itemStyle: { color: color('seq-' + n.color) },
            })),
            links: data.edges.map(e => ({
              source: String(e[0]), target: String(e[1]), from: e[0], to: e[1], value: e[2], of: e[3],
              lineStyle: { width: 1 + 5 * e[2] / most, color: across(e) ? color('fg') : color('seq-' + data.nodes[e[0]].color) },
            })),
          }],
        }, true);
      },
    };
  };

  // layers puts nodes that come before those they lead to into rows. What leads on
  // to where other steps lead is not drawn; what leads back is.
  const layers = (plot, data) => {
    const all = data.nodes.map((_, i) => i);
    const next = all.map(() => []), before = all.map(() => []), reach = all.map(() => new Set()), level = all.map(() => 0);
    for (const [a, b] of data.edges) if (b > a) { next[a].push(b); before[b].push(a); }
    for (const a of all) for (const b of next[a]) level[b] = Math.max(level[b], level[a] + 1);
    for (const a of all.slice().reverse()) for (const b of next[a]) { reach[a].add(b); for (const c of reach[b]) reach[a].add(c); }
    const edges = data.edges.filter(([a, b]) => b < a || !next[a].some(c => reach[c].has(b)));
    const most = Math.max(1, ...data.edges.map(e => e[2]));
    const measure = document.createElement('canvas').getContext('2d');
    const chart = echarts.init(plot, null, { renderer: 'svg' });
    const needs = data.relation || 'needs', needed = data.relation ? 'referred to by' : 'needed by';
    chart.on('click', e => { if (e.dataType === 'node' && e.data.href) follow(e.data.href); });
    for (const [event, type] of [['mouseover', 'highlight'], ['mouseout', 'downplay']]) {
      chart.on(event, e => {
        if (e.dataType !== 'node') return;
        const at = edges.flatMap((x, k) => x[0] === e.dataIndex || x[1] === e.dataIndex ? [k] : []);
        chart.dispatchAction({ type, seriesIndex: 0, dataType: 'edge', dataIndex: at });
      });
    }
    return {
      chart,
      draw() {
        const font = getComputedStyle(document.body).fontFamily;
        measure.font = '12px ' + font;
        const room = plot.clientWidth, narrow = room < 560, breadth = i => Math.min(narrow ? room * 0.62 : room - 8, measure.measureText(data.nodes[i].name).width + 16);
        // A row takes what fits beside each other; each node tends to stand below those
        // that lead to it.
        const rows = [], x = [], y = [];
        for (let l = 0; l <= Math.max(...level); l++) {
          const mean = i => before[i].length ? before[i].reduce((sum, b) => sum + x[b], 0) / before[i].length : room / 2;
          const left = all.filter(i => level[i] === l).sort((a, b) => mean(a) - mean(b) || a - b);
          const lines = Math.max(1, Math.ceil(left.reduce((sum, i) => sum + breadth(i) + 12, 0) / room));
          const per = Math.ceil(left.length / lines);
          while (left.length) {
            let fits = 0;
            for (let used = 0; fits < Math.min(per, left.length) && (!fits || used + breadth(left[fits]) + 12 <= room); fits++) used += breadth(left[fits]) + 12;
            const row = left.splice(0, fits), free = room - row.reduce((sum, i) => sum + breadth(i), 0);
            // Boxes one below the other would hide what passes behind them.
            let at = narrow && row.length === 1 ? (rows.length % 3 - 1) * free / 2 : 0;
            for (const i of row) { at += free / (row.length + 1); x[i] = at + breadth(i) / 2; at += breadth(i); y[i] = rows.length; }
            rows.push(row);
          }
        }
        plot.style.height = rows.length * 62 + 'px';
        chart.resize();
        // An edge begins and ends at the border of a box, where a point without a size is.
        const border = (i, to) => {
          const dx = x[to] - x[i], dy = (y[to] - y[i]) * 62, scale = Math.min(breadth(i) / 2 / Math.abs(dx || 1), 13 / Math.abs(dy || 1));
          return [x[i] + dx * scale, y[i] * 62 + 31 + dy * scale];
        };
        const bare = { symbolSize: 0, tooltip: { show: false }, label: { show: false } };
        const ends = edges.flatMap((e, k) => [['from', e[0], e[1]], ['to', e[1], e[0]]].map(([end, i, other]) => {
          const [px, py] = border(i, other);
          return { id: end + k, name: '', x: px, y: py, ...bare };
        }));
        chart.setOption({
          animation: false, textStyle: { fontFamily: font },
          tooltip: tooltip(p => p.dataType === 'edge'
            ? [data.nodes[p.data.from].path + ' ' + needs + ' ' + data.nodes[p.data.to].path].concat(data.unit ? number(p.data.value) + ' ' + data.unit : [])
            : [p.data.path, needs + ' ' + data.edges.filter(e => e[0] === p.dataIndex).length + ', ' + needed + ' ' + data.edges.filter(e => e[1] === p.dataIndex).length]),
          series: [{
            type: 'graph', name: 'layers', layout: 'none', left: 0, right: 0, top: 0, bottom: 0, coordinateSystem: undefined, roam: false, preserveAspect: false,
            edgeSymbol: ['none', 'arrow'], edgeSymbolSize: 7,
            label: { show: true, position: 'inside', color: color('fg'), fontSize: 12, overflow: 'truncate', ellipsis: '…' },
            emphasis: { lineStyle: { width: 4, opacity: 1 } }, lineStyle: { opacity: 0.8 },
            data: data.nodes.map((n, i) => ({
              id: String(i), name: n.name, path: n.path, href: n.href, x: x[i], y: y[i] * 62 + 31, symbol: 'rect', symbolSize: [breadth(i), 24],
              // The label draws the box: the border of a symbol is stretched with it.
              label: { width: breadth(i) - 8, padding: [6, 3], backgroundColor: color('card'), borderColor: color('muted'), borderWidth: 1, borderRadius: 4 },
              itemStyle: { color: 'transparent' },
            })).concat(ends, [[0, 0], [room, rows.length * 62]].map(([x, y], i) => ({ id: 'corner' + i, name: '', x, y, ...bare }))),
            links: edges.map((e, k) => ({
              source: 'from' + k, target: 'to' + k, from: e[0], to: e[1], value: e[2],
              lineStyle: { width: 1 + 3 * e[2] / most, color: e[1] < e[0] ? color('warning') : color('muted'), type: e[1] < e[0] ? 'dashed' : 'solid' },
            })),
          }],
        }, true);
      },
    };
  };

  const follow = href => {
    if (href.startsWith('/')) location.href = href;
    else window.open(href, '_blank', 'noopener,noreferrer');
  };

  // heat is the colour of a value: the steps of a scale are spread over six.
  const heat = (measure, value) => {
    if (value === null) return color('bg');
    let at = 0;
    measure.steps.forEach((s, i) => { if (value >= s.from) at = i; });
    return color('heat-' + shade(measure, at));
  };
  const shade = (measure, at) => {
    const last = measure.steps.length - 1;
    return last === 0 ? 0 : Math.round(5 * at / last);
  };

  const tree = (plot, data) => {
    const chart = echarts.init(plot, null, { renderer: 'svg' });
    const all = 'all';
    const nodes = new Map();
    const read = ([name, size, values, parts, plain, place], path, parent) => {
      if (place !== undefined) path = place;
      const at = { id: path + (plain === 2 ? '*' : place === undefined ? '' : ' ' + name), name, size, values, parent, path, linked: plain === 0 };
      at.parts = (parts || []).map(p => read(p, p[4] === 2 ? path : path + p[0], at));
      nodes.set(at.id, at);
      return at;
    };
    const top = read(data.root, data.prefix, null);
    // A folder that holds nearly everything is opened: its name alone says nothing.
    let measure = 0, here = top;
    while (here.parts.length && here.parts[0].parts.length && here.parts[0].size > 0.9 * here.size) here = here.parts[0];

    const option = n => {
      const ground = heat(data.measures[measure], n.values[measure]);
      return {
        id: n === top ? all : n.id, name: n.name, value: n.size, itemStyle: { color: ground, borderColor: n.parts.length ? color('card') : color('bg') },
        label: { color: ink(ground) }, upperLabel: { color: color('fg') }, children: n.parts.length ? n.parts.map(option) : undefined,
      };
    };
    const legend = element('ul', { className: 'legend' });
    const crumbs = element('span', { className: 'crumbs' });
    const select = element('select');
    // A list that acts as soon as an arrow key passes over it cannot be used by keys.
    const go = element('button', { type: 'button', textContent: 'open' });
    const opener = element('span', {}, element('label', {}, 'Part: ', select), ' ', go);
    const radios = element('fieldset', {}, element('legend', { textContent: 'Colour: ' }));
    data.measures.forEach((m, i) => {
      const input = element('input', { type: 'radio', name: plot.id + '-measure', value: String(i), checked: i === 0 });
      input.addEventListener('change', () => { measure = i; self.draw(); });
      radios.append(element('label', {}, input, ' ' + m.label));
    });
    plot.before(element('div', { className: 'controls' }, radios, element('span', {}, crumbs, ' '), opener), legend);

    const open = n => {
      if (n.parts.length === 0) {
        const path = n.path.split('/').map(encodeURIComponent).join('/');
        if (n.linked && data.base) follow(data.base + path);
        return;
      }
      chart.dispatchAction({ type: 'treemapRootToNode', seriesId: 'tree', targetNodeId: n === top ? all : n.id });
    };
    const show = () => {
      legend.replaceChildren(...data.measures[measure].steps.map((s, i) =>
        element('li', {}, element('i', { className: 'swatch heat-' + shade(data.measures[measure], i) }), s.label)));
      const way = [];
      for (let n = here; n; n = n.parent) way.unshift(n);
      crumbs.replaceChildren(...way.map(n => {
        if (n === here) return element('strong', { textContent: n === top ? data.title : n.name });
        const b = element('button', { type: 'button', textContent: n === top ? data.title : n.name });
        b.addEventListener('click', () => { open(n); });
        return b;
      }));
      const below = here.parts.filter(n => n.parts.length || n.linked && data.base);
      select.replaceChildren(element('option', { value: '', textContent: 'choose…' }), ...below.map(n => element('option', { value: n.id, textContent: n.name })));
      opener.hidden = below.length === 0;
    };
    go.addEventListener('click', () => { if (select.value) open(nodes.get(select.value)); });
    chart.on('click', { seriesId: 'tree' }, e => { const n = nodes.get(e.data && e.data.id === all ? top.id : e.data && e.data.id); if (n) open(n); });
    chart.on('treemapRootToNode', () => {
      const id = chart.getModel().getSeriesByIndex(0).getViewRoot().getId();
      here = id === all ? top : nodes.get(id) || top;
      show();
    });
    const self = {
      chart,
      draw() {
        const back = here;
        chart.setOption({
          animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
          tooltip: tooltip(p => {
            const n = nodes.get(p.data && p.data.id) || top;
            return [n === top ? data.title : n.path + (n.id.endsWith('*') ? ' ' + n.name : ''), number(n.size) + ' ' + data.unit,
              ...data.measures.map((m, i) => m.label + ': ' + (n.values[i] === null ? '?' : number(n.values[i])))];
          }),
          series: [{
            type: 'treemap', id: 'tree', name: all, animation: false, roam: false, nodeClick: false, leafDepth: plot.clientWidth > 900 ? 3 : plot.clientWidth > 560 ? 2 : 1,
            left: 0, right: 0, top: 0, bottom: 0, breadcrumb: { show: false }, visibleMin: 60, childrenVisibleMin: 1200,
            label: { show: true, fontSize: 12, overflow: 'truncate', ellipsis: '…' }, upperLabel: { show: true, height: 22, fontSize: 12, overflow: 'truncate', ellipsis: '…' },
            // Of a cell that is too small for a name it is better left away.
            labelLayout: p => p.rect.width < 44 || p.rect.height < 15 ? { x: -9999, y: -9999 } : {},
            itemStyle: { borderWidth: 1, gapWidth: 1, borderColor: color('bg') },
            levels: [{ upperLabel: { show: false }, itemStyle: { borderWidth: 0, gapWidth: 3, borderColor: color('bg') } }, { itemStyle: { borderWidth: 2, gapWidth: 1 } }],
            data: top.parts.length ? top.parts.map(option) : [option(top)],
          }],
        }, true);
        if (back !== top) open(back);
        show();
      },
    };
    return self;
  };

  const kinds = { lines, graph, layers, tree };
  const drawn = [];
  const draw = ({ kind, plot, label }) => {
    kind.draw();
    const svg = plot.querySelector('svg');
    if (svg) { svg.setAttribute('role', 'img'); svg.setAttribute('aria-label', label); }
  };
  for (const plot of document.querySelectorAll('.plot[data-kind]')) {
    const data = JSON.parse(document.getElementById(plot.id + '-data').textContent);
    const d = { plot, label: plot.dataset.label, kind: kinds[plot.dataset.kind](plot, data) };
    drawn.push(d);
    draw(d);
    let width = plot.clientWidth;
    new ResizeObserver(() => {
      if (plot.clientWidth === width || plot.clientWidth === 0) return;
      width = plot.clientWidth;
      d.kind.chart.resize();
      draw(d);
    }).observe(plot);
  }
  const redraw = () => drawn.forEach(draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  // On paper all is light.
  addEventListener('beforeprint', () => { document.documentElement.classList.add('paper'); redraw(); });
  addEventListener('afterprint', () => { document.documentElement.classList.remove('paper'); redraw(); });

  for (const code of document.querySelectorAll('code.next')) {
    const button = element('button', { type: 'button', className: 'copy', textContent: 'copy' });
    button.setAttribute('aria-label', 'copy: ' + code.textContent);
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = 'copied';
        setTimeout(() => { button.textContent = 'copy'; }, 1500);
      } catch { getSelection().selectAllChildren(code); }
    });
    code.after(button);
  }
  document.documentElement.dataset.drawn = String(drawn.length);
})();
