/**
 * The table of features, each with the tests that prove it: {@code make verdicts}.
 *
 * <p>May import {@code dev.lvs.lab}, {@code dev.lvs.verdict} and JUnit. The decision in it: a row
 * holds only when a test that names it ran and passed just now; a row that no test names is
 * missing, which is no better than failing.
 */
@NullMarked
package dev.lvs.lab.verdicts;

import org.jspecify.annotations.NullMarked;
