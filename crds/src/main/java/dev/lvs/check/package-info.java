/**
 * The texts of a health check that stand for something else: bytes, certificates.
 *
 * <p>May import the JDK's core and its certificates. The decision in it: whoever judges a manifest
 * and whoever probes by it read these texts by the same code, so that what was accepted can be
 * probed.
 */
@NullMarked
package dev.lvs.check;

import org.jspecify.annotations.NullMarked;
