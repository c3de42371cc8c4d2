/**
 * {@code make demo}: the guide's example from YAML to balanced packets, in one screen per
 * forwarding method.
 *
 * <p>May import the lab. Agents run as processes of their own, as on a real node, and everything
 * that is printed was measured or read in this run.
 */
@NullMarked
package dev.lvs.lab.demo;

import org.jspecify.annotations.NullMarked;
