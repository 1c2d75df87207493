"""What was ordered, booked and is still expected of a plan's money: exact sums in minor units."""
