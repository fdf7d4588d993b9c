package dev.mainstay.sample.menu;

import java.time.Instant;

/**
 * A menu as it appears in a list.
 *
 * @param id the menu's number
 * @param createdAt when it was made
 * @param days for how many days it is
 */
public record MenuSummary(long id, Instant createdAt, int days) {

}
