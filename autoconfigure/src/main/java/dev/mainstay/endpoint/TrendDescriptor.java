package dev.mainstay.endpoint;

import org.jspecify.annotations.Nullable;

import dev.mainstay.history.analysis.Trend;

/**
 * A trend as JSON.
 *
 * @param direction {@code rising}, {@code falling}, {@code steady} or
 * {@code not enough data}
 * @param perHour the change in an hour; absent if there is not enough data
 * @param lowest the least change that fits with 95 % confidence
 * @param highest the greatest change that fits with 95 % confidence
 */
record TrendDescriptor(String direction, @Nullable Double perHour, @Nullable Double lowest, @Nullable Double highest) {

	static TrendDescriptor of(Trend trend) {
		if (trend.direction() == Trend.Direction.NOT_ENOUGH_DATA) {
			return new TrendDescriptor(trend.direction().text(), null, null, null);
		}
		return new TrendDescriptor(trend.direction().text(), Numbers.rounded(trend.perHour()),
				Numbers.rounded(trend.lowest()), Numbers.rounded(trend.highest()));
	}

}
