/**
 * Tests of what people install: the Helm chart and the kustomize base, on the API server.
 *
 * <p>The decision in it: both are rendered and compared, because neither is made from the other as
 * a whole.
 */
@NullMarked
package dev.lvs.deploy.install;

import org.jspecify.annotations.NullMarked;
