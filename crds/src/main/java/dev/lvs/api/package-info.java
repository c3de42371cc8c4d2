/**
 * The resources that plans are made of, whatever their version, as somebody hands them over.
 *
 * <p>May import {@code dev.lvs.api.v1alpha1} and Fabric8's model of core resources. The decision in
 * it: who reads resources, from an API server or from files, and who compiles them know this and
 * not one another.
 */
@NullMarked
package dev.lvs.api;

import org.jspecify.annotations.NullMarked;
