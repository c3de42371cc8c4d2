/**
 * Tests of the container images as they were built: what is in them, and that it runs.
 *
 * <p>May import the lab. The decision in it: an image is unpacked and run as a container engine
 * would, in namespaces of its own, by {@code deploy/lab/container}.
 */
@NullMarked
package dev.lvs.deploy.image;

import org.jspecify.annotations.NullMarked;
