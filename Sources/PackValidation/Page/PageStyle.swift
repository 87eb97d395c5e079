/// The style of every page: one column in the reader's own sans-serif, light or dark as the reader has it, light on paper.
///
/// Text on any of its grounds has a contrast of 4.5 and more (WCAG 2.2, AA); `Tests/EndToEnd/Reports/test_accessibility.py` measures it.
enum PageStyle {
  /// The whole sheet: colours, page, and the parts that pages are made of.
  static let sheet = [colors, page, parts, tables, tokens, narrow].joined(separator: "\n")

  private static let colors = """
    :root {
      color-scheme: light dark;
      --paper: #f6f8fa; --card: #fff; --ink: #1f2328; --soft: #4a5158; --faint: #59636e; --line: #d1d9e0;
      --good: #0f6b31; --good-ground: #dafbe1; --bad: #b3211a; --bad-ground: #ffebe9;
      --warn: #7d4e00; --warn-ground: #fff4d1; --hint: #0550ae; --hint-ground: #e3f1ff;
      --code: #eef1f4; --shade: 26, 127, 55;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --paper: #0d1117; --card: #161b22; --ink: #f0f6fc; --soft: #c4ccd4; --faint: #9aa5b1; --line: #3d444d;
        --good: #56d364; --good-ground: #12311d; --bad: #ff8f87; --bad-ground: #3c1618;
        --warn: #e9bd55; --warn-ground: #33270b; --hint: #85c2ff; --hint-ground: #10294a;
        --code: #252c35; --shade: 74, 194, 107;
      }
    }
    """

  private static let page = """
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
    body {
      background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 62rem;
      overflow-wrap: anywhere; padding: 1.5rem 1.25rem 3rem;
    }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
    h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .7rem; }
    h3 { font-size: 1rem; line-height: 1.4; margin: 1.2rem 0 .4rem; }
    h4 { font-size: 1rem; line-height: 1.4; margin: 0; }
    section > :first-child, .heading > *, .entry > h3 { margin-top: 0; }
    .heading > * { margin-bottom: 0; }
    p { margin: .3rem 0; }
    a { color: var(--hint); }
    a:focus-visible, summary:focus-visible, input:focus-visible, [tabindex]:focus-visible {
      outline: 2px solid var(--hint); outline-offset: 2px;
    }
    code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .88em; }
    code { background: var(--code); border-radius: .25rem; padding: .1em .3em; }
    pre code, h1 code, h2 code { background: none; padding: 0; }
    pre { background: var(--code); border-radius: .4rem; line-height: 1.5; margin: .4rem 0; overflow-x: auto; padding: .5rem .8rem; }
    ul, ol { list-style: none; margin: 0; padding: 0; }
    small { font-size: .85rem; }
    summary { color: var(--faint); cursor: pointer; }
    summary h2, summary h3 { color: var(--ink); display: inline; margin-right: .5rem; }
    details[open] > summary { margin-bottom: .4rem; }
    footer { color: var(--faint); font-size: .9rem; margin-top: 2rem; }
    .faint, .legend, .facts dt, figcaption small { color: var(--faint); }
    .hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
    @media print {
      body { max-width: none; padding: 0; }
      details::details-content { content-visibility: visible; }
      .contents, .filter { display: none; }
      .entry, figure, tr { break-inside: avoid; }
      * { print-color-adjust: exact; }
    }
    """

  private static let parts = """
    section, .head, .index {
      background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; padding: 1.1rem 1.3rem;
    }
    article + article { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1.5rem; }
    .head { border-top: .3rem solid var(--faint); }
    .head.passed { border-top-color: var(--good); }
    .head.failed { border-top-color: var(--bad); }
    .heading { align-items: center; display: flex; flex-wrap: wrap; gap: .4rem .9rem; }
    .badge {
      border-radius: 1rem; font-size: .85rem; font-weight: 600; padding: .15rem .75rem; white-space: nowrap;
    }
    .passed .badge, .badge.passed { background: var(--good-ground); color: var(--good); }
    .failed .badge, .badge.failed { background: var(--bad-ground); color: var(--bad); }
    .verdict { font-size: 1.15rem; line-height: 1.45; margin: .6rem 0 .8rem; }
    .counts, .contents ul, .filter { display: flex; flex-wrap: wrap; gap: .4rem .6rem; }
    .counts li { border: 1px solid var(--line); border-radius: .5rem; color: var(--faint); padding: .15rem .7rem; }
    .counts b { color: var(--ink); font-size: 1.15rem; font-variant-numeric: tabular-nums; }
    .counts .error { background: var(--bad-ground); border-color: transparent; }
    .counts .error, .counts .error b, .error > .grade { color: var(--bad); }
    .counts .warning { background: var(--warn-ground); border-color: transparent; }
    .counts .warning, .counts .warning b, .warning > .grade { color: var(--warn); }
    .counts .suggestion { background: var(--hint-ground); border-color: transparent; }
    .counts .suggestion, .counts .suggestion b, .suggestion > .grade { color: var(--hint); }
    dl { display: grid; gap: .1rem .9rem; grid-template-columns: max-content minmax(0, 1fr); margin: .4rem 0; }
    dd { margin: 0; }
    .facts { border-top: 1px solid var(--line); font-size: .92rem; margin: 1rem 0 0; padding-top: .8rem; }
    .contents { font-size: .92rem; margin-top: .8rem; }
    .contents ul { gap: .3rem 1.1rem; }
    .index li { border-top: 1px solid var(--line); display: grid; gap: .2rem .9rem; grid-template-columns: 8rem minmax(0, 1fr); padding: .7rem 0; }
    .index li > .badge { justify-self: start; align-self: start; }
    .index li p { margin: .1rem 0 0; }
    .filter { border: 0; margin: 0 0 .6rem; padding: 0; }
    .filter legend { float: left; font-size: .92rem; padding: .15rem .3rem .15rem 0; }
    .filter label { border: 1px solid var(--line); border-radius: 1rem; cursor: pointer; font-size: .92rem; padding: .15rem .75rem .15rem .5rem; }
    input { accent-color: var(--hint); margin: 0 .3rem 0 0; vertical-align: -.1em; }
    section:has(.show-error:not(:checked)) .entry.error, section:has(.show-warning:not(:checked)) .entry.warning,
    section:has(.show-suggestion:not(:checked)) .entry.suggestion, body:has(#only:checked) li.dropped { display: none; }
    .entry { border-left: .3rem solid var(--line); margin: 1rem 0 1.3rem; padding: 0 0 0 1rem; }
    .entry.error { border-color: var(--bad); }
    .entry.warning { border-color: var(--warn); }
    .entry.suggestion { border-color: var(--hint); }
    .entry > .rule { color: var(--faint); font-size: .88rem; margin: 0 0 .1rem; }
    .entry > .rule .grade { border-radius: .3rem; font-weight: 600; padding: .05rem .4rem; }
    .error .grade { background: var(--bad-ground); color: var(--bad); }
    .warning .grade { background: var(--warn-ground); color: var(--warn); }
    .suggestion .grade { background: var(--hint-ground); color: var(--hint); }
    .entry dl { font-size: .92rem; }
    .entry dt { color: var(--faint); }
    .places > li { margin: .5rem 0; }
    .messages > li { border-top: 1px solid var(--line); margin: .6rem 0; padding-top: .4rem; }
    .fix { margin: .5rem 0; }
    .fix b { color: var(--good); margin-right: .3rem; }
    .entry details { font-size: .92rem; margin: .3rem 0; }
    .excerpt .caret { color: var(--bad); font-weight: 700; }
    .excerpt .line { color: var(--faint); user-select: none; }
    """

  private static let tables = """
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    caption { color: var(--faint); padding-bottom: .5rem; text-align: left; }
    th, td { padding: .3rem .9rem .3rem 0; text-align: left; vertical-align: top; }
    thead th { color: var(--faint); font-size: .9rem; font-weight: 500; }
    tbody th { font-weight: 500; }
    .number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
    tbody tr + tr > *, tbody + tfoot > tr > * { border-top: 1px solid var(--line); }
    tfoot td { font-weight: 600; }
    th small, td small { color: var(--faint); display: block; font-weight: 400; }
    .status { font-weight: 600; }
    .status.checked, .status.passed { color: var(--good); }
    .status.failed { color: var(--bad); }
    .status.other { color: var(--faint); font-weight: 400; }
    .matrix { font-size: .95rem; }
    .matrix th:first-child { width: 36%; }
    .matrix small.narrow { display: none; }
    .matrix .group th { font-weight: 600; padding-top: 1rem; }
    .rules .status { text-align: right; white-space: nowrap; }
    .tree td:first-child { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .88rem; }
    .tree .directory td:first-child { font-weight: 600; }
    .tree .link td:first-child { font-style: italic; }
    .depth-1 { padding-left: 1.4rem; } .depth-2 { padding-left: 2.8rem; } .depth-3 { padding-left: 4.2rem; }
    .depth-4 { padding-left: 5.6rem; } .depth-5 { padding-left: 7rem; } .depth-6 { padding-left: 8.4rem; }
    .share { padding-right: 0; vertical-align: middle; width: 22%; }
    .share svg { display: block; height: .5rem; width: 100%; }
    svg.chart { display: block; height: auto; max-width: 30rem; width: 100%; }
    svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
    svg .note { fill: var(--faint); }
    svg .axis { stroke: var(--line); stroke-width: 1; }
    svg .bound { stroke: var(--bad); stroke-dasharray: 4 3; stroke-width: 1.5; }
    svg .bar { fill: var(--hint); }
    svg .bar.beyond { fill: var(--bad); }
    svg .tick { stroke: rgb(var(--shade)); stroke-opacity: .55; stroke-width: 1.5; }
    svg .score { fill: var(--hint); stroke: var(--card); stroke-width: 1.5; }
    svg .band { fill-opacity: .14; stroke: none; }
    svg .curve { fill: none; stroke-width: 2; }
    svg .first { fill: var(--hint); stroke: var(--hint); }
    svg .second { fill: var(--good); stroke: var(--good); stroke-dasharray: 7 3; }
    svg .third { fill: var(--warn); stroke: var(--warn); stroke-dasharray: 2 3; }
    svg .curve.first, svg .curve.second, svg .curve.third { fill: none; }
    svg .band.first, svg .band.second, svg .band.third { stroke: none; }
    svg .place { stroke: var(--faint); stroke-width: 1.5; }
    .share rect { fill: var(--faint); fill-opacity: .55; }
    figure { margin: 1rem 0 0; }
    figcaption { font-weight: 600; }
    """

  private static let tokens = """
    i { border-radius: .2rem; font-style: normal; padding: .1rem 0; }
    .p1 { background: rgba(var(--shade), .04); }
    .p2 { background: rgba(var(--shade), .09); }
    .p3 { background: rgba(var(--shade), .13); }
    .p4 { background: rgba(var(--shade), .18); }
    .p5 { background: rgba(var(--shade), .22); }
    .p6 { background: rgba(var(--shade), .27); }
    .p7 { background: rgba(var(--shade), .31); }
    .p8 { background: rgba(var(--shade), .36); }
    .p9 { background: rgba(var(--shade), .4); }
    .passage { line-height: 1.8; margin: .2rem 0 0; }
    .scale { color: var(--ink); border: 1px solid var(--line); border-radius: .3rem; display: inline-flex; overflow: hidden; vertical-align: -.3rem; }
    .scale i { border-radius: 0; padding: 0 .55rem; }
    .sentences li { border-left: .25rem solid transparent; display: flex; gap: 1rem; padding: .15rem 0 .15rem .8rem; }
    .sentences .kept { border-left-color: var(--good); }
    .sentences .answer .words { text-decoration: underline dotted; text-underline-offset: .3em; }
    .sentences .dropped .words { color: var(--soft); }
    .sentences .title .words { font-weight: 600; }
    .probability { color: var(--faint); flex: none; font: .85rem/1.6rem ui-monospace, monospace; width: 3.6rem; }
    .kept .probability { color: var(--good); font-weight: 700; }
    meter { background: var(--line); border-radius: .2rem; display: block; height: .3rem; width: 100%; }
    meter::-webkit-meter-bar { background: var(--line); border: 0; border-radius: .2rem; height: .3rem; }
    meter::-webkit-meter-optimum-value { background: rgb(var(--shade)); }
    meter::-moz-meter-bar { background: rgb(var(--shade)); }
    .words { flex: 1; min-width: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
    """

  private static let narrow = """
    @media (max-width: 40rem) {
      body { padding: 1rem .75rem 2rem; }
      section, .head, .index { padding: .9rem; }
      .facts, .index li { grid-template-columns: minmax(0, 1fr); }
      .facts dd { margin-bottom: .4rem; }
      .sentences li { flex-direction: column; gap: 0; }
      .probability { display: flex; gap: .5rem; width: 100%; }
      meter { margin-top: .6rem; width: 4rem; }
      .share { display: none; }
      .matrix, .matrix tbody, .matrix tr, .matrix th, .matrix th:first-child, .matrix td { display: block; width: auto; }
      .matrix thead { display: none; }
      .matrix tr.group th { border: 0; }
      .matrix tbody td { border: 0; padding: .1rem 0 .1rem 1rem; }
      .matrix td::before { color: var(--faint); content: attr(data-column) ": "; }
      .matrix td small.narrow { display: block; }
    }
    """
}
