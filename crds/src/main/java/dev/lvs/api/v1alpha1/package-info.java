/**
 * The six kinds of group {@code lvs.dev}, version {@code v1alpha1}, as their users write them.
 *
 * <p>May import Fabric8's annotations and model and Jackson's annotations, and {@code dev.lvs.net}
 * and {@code dev.lvs.ipvs}. The decision in it: a manifest that worked once keeps working, so the
 * schema covers the whole mission from the start, and what it accepts but is not implemented yet is
 * refused by a condition, never ignored. Defaults are declared twice, in the CRD for the API server
 * and in the constructors for manifests that never pass one; a test keeps the two equal. The specs
 * have as many components as users have settings, so the house's limit on record components does
 * not apply here.
 */
@NullMarked
package dev.lvs.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
