"""Names inside an archive: which there are, beside those of the account's own files."""

MANIFEST = "MANIFEST.sha256"
README = "README.txt"
REPORT = "final-report.pdf"
WORKBOOK = "workbook.xlsx"
