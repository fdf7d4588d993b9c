/**
 * Tests of the session guards as a user configures them, on real databases.
 */
@NullMarked
package dev.mainstay.autoconfigure.pool.session;

import org.jspecify.annotations.NullMarked;
