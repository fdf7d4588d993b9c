package dev.mainstay.sample.demo;

/**
 * One of the two shelves in the pantry.
 */
enum Side {

	LEFT, RIGHT

}
