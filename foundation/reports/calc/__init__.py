"""When a schedule is due, and which days a report then tells of."""
