"""What people see of a diagnosis. Add here: a reading, `readings.py`; a part of the document, `document.py`; of the page, `page.py`."""
