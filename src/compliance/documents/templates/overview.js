// Shows the text of the square that is pointed at, and marks its row and column. The page works without it.
(function () {
  var table = document.querySelector("table.heat");
  var readout = document.getElementById("readout");
  if (!table || !readout) { return; }
  function mark(cell, on) {
    var heads = table.tHead.rows[0].cells;
    heads[cell.cellIndex].classList.toggle("on", on);
    cell.parentNode.cells[0].classList.toggle("on", on);
  }
  table.addEventListener("mouseover", function (event) {
    var cell = event.target.closest("td.cell");
    if (!cell) { return; }
    mark(cell, true);
    readout.textContent = cell.title || "\u00a0";
  });
  table.addEventListener("mouseout", function (event) {
    var cell = event.target.closest("td.cell");
    if (cell) { mark(cell, false); readout.textContent = "\u00a0"; }
  });
  table.addEventListener("click", function (event) {
    var cell = event.target.closest("td.cell");
    if (cell) { readout.textContent = cell.title || "\u00a0"; }
  });
})();
