package dev.mainstay.benchmark.cache;

/**
 * A recipe as it is shown among others.
 *
 * @param id which recipe it is
 * @param version how often it had been changed
 * @param title its title
 */
public record RecipeSummary(int id, long version, String title) {

}
