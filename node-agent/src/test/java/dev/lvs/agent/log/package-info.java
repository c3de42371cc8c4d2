@NullMarked
package dev.lvs.agent.log;

import org.jspecify.annotations.NullMarked;
