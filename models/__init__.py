"""The words every floor of the house shares: plain frozen records and enums, nothing heavy."""
