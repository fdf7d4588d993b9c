/**
 * The one chain through which every connection request of an advised data source passes.
 */
@NullMarked
package dev.mainstay.datasource;

import org.jspecify.annotations.NullMarked;
