/**
 * Builds the container images: folders of files first, then OCI tars of them, without a container
 * engine.
 *
 * <p>May import nothing of the other modules; it takes what they packaged. The decisions in it: all
 * images are layers on one Java runtime linked for this project and the distribution's C library,
 * with no shell and no package manager; same input, same bytes.
 */
@NullMarked
package dev.lvs.deploy.image;

import org.jspecify.annotations.NullMarked;
