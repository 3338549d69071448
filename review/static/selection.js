"use strict";
// Places in the original text, in code points as the server counts them; JavaScript counts UTF-16 units.
(() => {
  const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu;
  const points = (text) => [...text].length;
  const rowOf = (node) => (node && (node.nodeType === 1 ? node : node.parentElement) || null)?.closest("#rows .o");

  function placeOf(node, offset) {
    const row = rowOf(node);
    if (!row) return null;
    const range = document.createRange();
    range.setStart(row, 0);
    range.setEnd(node, offset);
    return Number(row.dataset.start) + points(range.toString());
  }

  // The selected stretch of the original as [start, end); null where nothing of it is selected.
  function selected() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : [start, end];
  }

  const rows = () => [...document.querySelectorAll("#rows .o")];

  function rowAt(place) {
    const all = rows();
    let low = 0, high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (Number(all[middle].dataset.start) <= place) low = middle; else high = middle - 1;
    }
    return all[low];
  }

  // The text node and offset of a place.
  function nodeAt(row, place) {
    let left = place - Number(row.dataset.start);
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = points(node.data);
      if (left <= length) return [node, [...node.data].slice(0, left).join("").length];
      left -= length;
      last = node;
    }
    return last ? [last, last.data.length] : [row, 0];
  }

  function select(start, end) {
    const selection = document.getSelection();
    const [from, at] = nodeAt(rowAt(start), start);
    const [to, until] = nodeAt(rowAt(Math.max(start, end - 1)), end);
    selection.setBaseAndExtent(from, at, to, until);
    from.parentElement.scrollIntoView({ block: "nearest" });
  }

  // Select the next or previous word, or grow the selection by one.
  function step(forward, grow, from) {
    const now = selected() || [from, from];
    const row = rowAt(forward ? now[1] : Math.max(0, now[0] - 1));
    const all = rows();
    for (let at = all.indexOf(row); at >= 0 && at < all.length; at += forward ? 1 : -1) {
      const first = Number(all[at].dataset.start);
      const text = all[at].textContent;
      const words = [...text.matchAll(WORD)].map((match) => {
        const start = first + points(text.slice(0, match.index));
        return [start, start + points(match[0])];
      });
      const found = forward ? words.find(([start]) => start >= now[1]) : words.findLast(([, end]) => end <= now[0]);
      if (found) {
        if (!grow) select(found[0], found[1]);
        else if (forward) select(now[0], found[1]);
        else select(found[0], now[1]);
        return;
      }
    }
  }

  window.aigaqSelection = { selected, select, step };
})();
