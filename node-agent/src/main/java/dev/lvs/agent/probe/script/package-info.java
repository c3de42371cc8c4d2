/**
 * Checks by text: what is sent and expected in turn, well-known protocols by name, and HAProxy's
 * agent-check.
 *
 * <p>May import {@code probe} and {@code syscall}. The decision in it: a script takes no decision
 * and keeps no variable, so that a check stays a list of lines.
 */
@NullMarked
package dev.lvs.agent.probe.script;

import org.jspecify.annotations.NullMarked;
