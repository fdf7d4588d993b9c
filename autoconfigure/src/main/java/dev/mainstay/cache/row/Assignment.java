package dev.mainstay.cache.row;

/**
 * The value that a column is given.
 *
 * @param column the name of the column
 * @param kind what it holds
 * @param position the position of the parameter that is the value, from 1; 0 if the value
 * is something else
 */
record Assignment(String column, ColumnKind kind, int position) {

}
