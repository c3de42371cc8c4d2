/**
 * Server programs of the distribution, against which health checks are held.
 *
 * <p>May import the lab. The decision in it: what starts a program is a script beside this package,
 * as an admin would write it; the packages are unpacked by {@code deploy/lab/prepare} ({@code
 * deploy/lab/server-programs} lists them), and nothing is installed.
 */
@NullMarked
package dev.lvs.lab.program;

import org.jspecify.annotations.NullMarked;
