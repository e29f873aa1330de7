"""What the office hands up: facts gathered from the record and given to engine/reports to be written."""
