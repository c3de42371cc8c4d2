/**
 * Where the plan of this node comes from: the API server, or a directory of manifests.
 *
 * <p>May import the kinds ({@code dev.lvs.api.v1alpha1}), {@code dev.lvs.manifest}, {@code
 * dev.lvs.parts}, {@code dev.lvs.compile}, {@code retry}, {@code log} and Fabric8's client; knows
 * no kernel. The decision in it: a source hands out whole plans, and only such as could be read.
 * What is wrong or away yields nothing, so that the last good plan stays in force, and never an
 * empty plan: a folder that names no node of ours says nothing of it, and what is being written is
 * not yet said. That holds across a restart too: the API server has the last good plan, and the
 * source of a directory keeps what was good last in the state directory ({@link
 * dev.lvs.agent.source.LastGoodFile}), written after a plan was seen to. A process that reads a
 * directory loads no class of the HTTP client, and none of Jackson's mapper, which would be a sixth
 * of its memory; and what it has read it packs until something changes.
 */
@NullMarked
package dev.lvs.agent.source;

import org.jspecify.annotations.NullMarked;
