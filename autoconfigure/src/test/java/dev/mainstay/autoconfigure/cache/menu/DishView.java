package dev.mainstay.autoconfigure.cache.menu;

/**
 * What guests see of a dish.
 *
 * @param name its name
 * @param price its price
 */
public record DishView(String name, int price) {

}
