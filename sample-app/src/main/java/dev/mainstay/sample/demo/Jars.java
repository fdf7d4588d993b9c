package dev.mainstay.sample.demo;

/**
 * What stands on the shelves after a jar was moved.
 *
 * @param left the jars on the left
 * @param right the jars on the right
 * @param attempts how often it was tried to move the jar
 */
record Jars(int left, int right, int attempts) {

}
