/** Tests of what keepalived is told. */
@NullMarked
package dev.lvs.agent.vrrp;

import org.jspecify.annotations.NullMarked;
