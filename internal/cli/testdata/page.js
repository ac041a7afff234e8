// What a test asks of a page. Each function gives a list of faults, in words.
globalThis.checks = {
  // Every chart is drawn, and has its numbers in a table.
  drawn() {
    const faults = [];
    for (const plot of document.querySelectorAll('.plot[data-kind]')) {
      const svg = plot.querySelector('svg');
      if (!svg || svg.querySelectorAll('path').length === 0) faults.push(plot.id + ' is not drawn');
      if (svg && svg.getAttribute('role') !== 'img') faults.push(plot.id + ' has no role');
      if (!plot.closest('section').querySelector('details.data table tbody tr')) faults.push(plot.id + ' has no table');
    }
    for (const section of document.querySelectorAll('section.drawn')) {
      if (!section.querySelector('svg, table.matrix')) faults.push(section.id + ' has no picture');
    }
    return faults;
  },
  // Nothing makes the page wider than the window.
  wide() {
    const root = document.documentElement;
    if (root.scrollWidth <= innerWidth) return [];
    const faults = [innerWidth + ' wide, needs ' + root.scrollWidth];
    for (const e of document.querySelectorAll('body *')) {
      if (e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, svg, .skip')) faults.push(e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40));
    }
    return faults.slice(0, 4);
  },
  // No two labels of a chart lie on each other, and none leaves it.
  labels() {
    const corners = t => {
      const b = t.getBBox(), m = t.getScreenCTM();
      return [[b.x, b.y], [b.x + b.width, b.y], [b.x + b.width, b.y + b.height], [b.x, b.y + b.height]].map(([x, y]) => {
        const p = new DOMPoint(x, y).matrixTransform(m);
        return [p.x, p.y];
      });
    };
    const apart = (a, b) => [a, b].some(q => [0, 1].some(i => {
      const axis = [q[i][1] - q[i + 1][1], q[i + 1][0] - q[i][0]];
      const length = Math.hypot(...axis) || 1;
      const along = r => r.map(([x, y]) => (x * axis[0] + y * axis[1]) / length);
      const [s, t] = [along(a), along(b)];
      return Math.max(...s) < Math.min(...t) + 2 || Math.max(...t) < Math.min(...s) + 2;
    }));
    const faults = [];
    for (const plot of document.querySelectorAll('.plot[data-kind]')) {
      const around = plot.getBoundingClientRect();
      const texts = [...plot.querySelectorAll('svg text')].filter(t => t.textContent.trim()).map(t => [t, corners(t)])
        .filter(([, c]) => c.every(([x, y]) => x > -5000 && y > around.top - 5000));
      for (const [t, c] of texts) {
        const r = t.getBoundingClientRect();
        if (r.right > around.right + 2 || r.left < around.left - 2 || r.bottom > around.bottom + 2 || r.top < around.top - 2) faults.push(plot.dataset.kind + ': ' + t.textContent + ' leaves the chart');
      }
      for (let i = 0; i < texts.length; i++) {
        for (let j = i + 1; j < texts.length; j++) {
          if (!apart(texts[i][1], texts[j][1])) faults.push(plot.dataset.kind + ': ' + texts[i][0].textContent + ' lies on ' + texts[j][0].textContent);
        }
      }
    }
    return faults.slice(0, 5);
  },
  async axe() {
    const r = await axe.run(document, { resultTypes: ['violations'] });
    return r.violations.map(v => v.id + ': ' + v.nodes.length + ' of ' + v.nodes[0].html.slice(0, 120) + ' ' + (v.nodes[0].any[0] || { message: '' }).message);
  },
  // What can be reached must be reached by the tab key.
  reachable() {
    return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(e => e.checkVisibility() && !e.disabled && !e.closest('details:not([open]) > :not(summary)') && (e.type !== 'radio' || e.checked)).length;
  },
  seen: new Set(),
  focused() {
    const e = document.activeElement;
    if (!e || e === document.body || checks.seen.has(e)) return false;
    checks.seen.add(e);
    return true;
  },
  missed() {
    return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(e => e.checkVisibility() && !e.closest('details:not([open]) > :not(summary)') && (e.type !== 'radio' || e.checked) && !checks.seen.has(e)).map(e => e.outerHTML.slice(0, 100)).slice(0, 3);
  },
};
