/**
 * Where the plan of this node comes from: the API server, or a directory of manifests.
 *
 * <p>May import the kinds ({@code dev.lvs.api.v1alpha1}), {@code dev.lvs.manifest}, {@code
 * dev.lvs.compile} and Fabric8's client; knows no kernel. The decision in it: a source hands out
 * whole plans, and only such as could be read. What is wrong or away yields nothing, so that the
 * last good plan stays in force, and never an empty plan. A process that reads a directory loads no
 * class of the HTTP client.
 */
@NullMarked
package dev.lvs.agent.source;

import org.jspecify.annotations.NullMarked;
