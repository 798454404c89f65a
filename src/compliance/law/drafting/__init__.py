"""From a task breakdown table (任务分解表), as offices write it, to what it says: lines, duties, deadlines."""
