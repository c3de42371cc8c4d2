/**
 * The JUnit extension that gives a test class a real API server, and the tests of it.
 *
 * <p>May import everything; nothing imports it but tests.
 *
 * <p>The decision in it: one API server per JVM, emptied of our resources before each test class.
 */
@NullMarked
package dev.lvs.lab.apiserver;

import org.jspecify.annotations.NullMarked;
