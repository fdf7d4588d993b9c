/**
 * Answers of Spring Data repositories from the cache. Start at
 * {@link dev.mainstay.cache.repository.RepositoryAnswers}.
 */
@NullMarked
package dev.mainstay.cache.repository;

import org.jspecify.annotations.NullMarked;
