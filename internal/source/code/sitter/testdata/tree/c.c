#include <stdio.h>
#include "own.h"
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#ifdef X
typedef struct node { struct node *next; int (*f)(void); } Node;
#endif

static inline int f(const char *s, ...) {
	for (int i = 0; i < 3 && s[i]; i++) {
		switch (i) {
		case 1: goto end;
		default: continue;
		}
	}
	if (!s || *s == 'a') return 1; else do { s++; } while (0);
end:
	return s ? sizeof(Node) : MAX(1, 2);
}
