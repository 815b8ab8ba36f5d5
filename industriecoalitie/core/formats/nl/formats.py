"""Dutch dates and numbers as the portal writes them: 21 november 2026, 14.32 uur, 50.000."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "G.i \\u\\u\\r"
DATETIME_FORMAT = "j F Y, G.i \\u\\u\\r"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d-m-Y"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
