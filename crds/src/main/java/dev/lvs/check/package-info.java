/**
 * Texts of a health check that encode something else: bytes, certificates.
 *
 * <p>May import the JDK's core and its certificates. The decision in it: validation of a manifest
 * and the probes parse these texts by the same code, so that what validation accepts can be probed.
 */
@NullMarked
package dev.lvs.check;

import org.jspecify.annotations.NullMarked;
