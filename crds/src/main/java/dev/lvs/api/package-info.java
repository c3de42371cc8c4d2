/**
 * Input of a compilation: the resources that plans are compiled from, whatever their API version.
 *
 * <p>May import {@code dev.lvs.api.v1alpha1} and Fabric8's model of core resources. The decision in
 * it: the readers of resources (from an API server, from files) and the compiler depend on this and
 * not on each other.
 */
@NullMarked
package dev.lvs.api;

import org.jspecify.annotations.NullMarked;
