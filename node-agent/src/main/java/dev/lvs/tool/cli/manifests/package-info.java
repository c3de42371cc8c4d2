/**
 * The commands that write manifests: {@code lvs import} and {@code lvs export}.
 *
 * <p>May import the agent, {@code tool.convert}, {@code tool.saved} and {@code tool.cli.table}. The
 * decision in it: files are read and written here only, so that the conversion itself is a pure
 * function of text.
 */
@NullMarked
package dev.lvs.tool.cli.manifests;

import org.jspecify.annotations.NullMarked;
