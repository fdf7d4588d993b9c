package dev.mainstay.autoconfigure.cache.cluster.pantry;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What stands in the pantry.
 *
 * @param id its number
 * @param name what is in it
 * @param weight how much
 * @param filled when it was filled
 */
public record Jar(int id, String name, BigDecimal weight, LocalDate filled) {

}
