package dev.mainstay.cache.row;

/**
 * The condition that a column has the value of a parameter.
 *
 * @param column the name of the column
 * @param kind what it holds
 * @param position the position of the parameter, from 1
 */
record Equality(String column, ColumnKind kind, int position) {

}
