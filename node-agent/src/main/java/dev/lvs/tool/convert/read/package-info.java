/**
 * Configurations as they were read, in one form for all sources: virtual servers with the place of
 * each word, the checks of their servers, and notices of what could not be taken.
 *
 * <p>May import {@code model}, {@code dev.lvs.net}, {@code dev.lvs.ipvs} and the API's records.
 */
@NullMarked
package dev.lvs.tool.convert.read;

import org.jspecify.annotations.NullMarked;
