/**
 * The CustomResourceDefinitions: made from the records of {@code dev.lvs.api.v1alpha1}, committed
 * in {@code crds/yaml}, and held to each other by a test.
 *
 * <p>May import the records, Fabric8's CRD generator and Jackson; not shipped.
 *
 * <p>The decision in it: the records and their annotations are the one source. What Fabric8's
 * generator cannot say (list keys, lengths, the order of columns) is read from the same records by
 * {@link dev.lvs.api.schema.Refinement}, so there is no second description of a field anywhere.
 */
@NullMarked
package dev.lvs.api.schema;

import org.jspecify.annotations.NullMarked;
