/**
 * The people who eat; start at {@link dev.mainstay.sample.customer.CustomerService}.
 */
@NullMarked
package dev.mainstay.sample.customer;

import org.jspecify.annotations.NullMarked;
