/**
 * Marks tests with the rows of the feature table that they prove.
 *
 * <p>May import JUnit only. The decision in it: the tests know the rows and the table knows no
 * tests, so that a row without a test shows.
 */
@NullMarked
package dev.lvs.verdict;

import org.jspecify.annotations.NullMarked;
