/**
 * Sources of this node's plan: the API server, or a directory of manifests.
 *
 * <p>May import the kinds ({@code dev.lvs.api.v1alpha1}), {@code dev.lvs.manifest}, {@code
 * dev.lvs.parts}, {@code dev.lvs.compile}, {@code retry}, {@code log} and Fabric8's client; knows
 * no kernel. The decision in it: a source hands out whole plans, and only such as could be read. A
 * source that is invalid or unavailable yields nothing, so that the last good plan stays in force,
 * and never an empty plan: a folder that does not name this node says nothing of it, and a file
 * that is still being written does not count yet. That holds across a restart too: the API server
 * has the last good plan, and the source of a directory keeps the last good versions in the state
 * directory ({@link dev.lvs.agent.source.LastGoodFile}), written after a plan was carried out, or
 * before where destinations leave. A process that reads a directory loads no class of the HTTP
 * client, and none of Jackson's mapper, which would be a sixth of its memory; and it keeps
 * compressed what it has read until something changes.
 */
@NullMarked
package dev.lvs.agent.source;

import org.jspecify.annotations.NullMarked;
