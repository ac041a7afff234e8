package a.b

import java.util.*
import c.d as e

@Suppress("x")
internal abstract class A<T : B>(private val x: Int, y: String = "a$x") : C(x), D by z {
    companion object { const val N = 1 }

    override suspend fun <U> List<U>.f(vararg a: Int): U? {
        for (i in 0..3) { if (i > 1 && i != N || !g()) continue else break }
        return when (val q = a[0]) {
            1, in 2..3 -> null
            is Int -> q as? U ?: throw E()
            else -> try { h { it?.x } } catch (e: E) { while (true) {} } finally { }
        }
    }
}

data class P(val x: Int)
sealed interface S
object O
