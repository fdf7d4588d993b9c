package dev.mainstay.sample.menu;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * What a customer wants of a menu.
 *
 * @param customerId who is going to eat
 * @param days for how many days
 * @param maxMinutes how long to cook at most, null if it does not matter
 */
public record NewMenu(@NotNull Long customerId, @NotNull @Min(1) @Max(14) Integer days,
		@Min(1) @Nullable Integer maxMinutes) {

	int maxMinutesOrAny() {
		return (this.maxMinutes != null) ? this.maxMinutes : Integer.MAX_VALUE;
	}

}
