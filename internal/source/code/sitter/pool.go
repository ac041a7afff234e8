package sitter

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"
)

//go:embed grammar/*.wasm.zst
var files embed.FS

const (
	page = 64 << 10
	// maxMemory is what one instance may have; more is refused to it, and it traps.
	maxMemory = 512 << 20
	// keptMemory is what an idle instance may hold. Memory of WebAssembly never
	// shrinks: an instance that a large text made large is thrown away.
	keptMemory = 32 << 20
)

// Pool holds the compiled grammars and the instances of them that wait for a
// text. It is safe for concurrent use.
type Pool struct {
	cache    wazero.CompilationCache // nil: none
	memory   uint32                  // that an instance may have
	grammars []*grammar

	closing sync.RWMutex // held for reading by every Parse
	closed  bool

	mu   sync.Mutex
	idle []*instance // the one that waits longest first
}

// NewPool gives a pool, which compiles a grammar when it is first asked for.
// cache is a directory for the compiled grammars, which is made; "" for none.
// What is there is run as machine code: nobody else may be able to write to
// it. A cache that cannot be used is done without.
func NewPool(cache string) *Pool {
	p := &Pool{memory: maxMemory}
	if cache != "" {
		if c, err := wazero.NewCompilationCacheWithDir(cache); err == nil {
			p.cache = c
		}
	}
	for _, m := range modules {
		p.grammars = append(p.grammars, &grammar{name: m.name, languages: m.languages})
	}
	return p
}

// Close waits for those who parse, and gives everything back. The trees stay.
func (p *Pool) Close() error {
	p.closing.Lock()
	defer p.closing.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	p.idle = nil
	var errs []error
	for _, g := range p.grammars {
		if g.runtime != nil {
			errs = append(errs, g.runtime.Close(context.Background()))
		}
	}
	if p.cache != nil {
		errs = append(errs, p.cache.Close(context.Background()))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the grammars: %w", err)
	}
	return nil
}

// grammarOf finds the grammar of a language, and which one in there it is.
func (p *Pool) grammarOf(l Language) (int, *grammar) {
	for _, g := range p.grammars {
		if i := slices.Index(g.languages, l); i >= 0 {
			return i, g
		}
	}
	return 0, nil
}

// take gives an instance of a grammar, which is ready, to one caller.
func (p *Pool) take(ctx context.Context, g *grammar) (*instance, error) {
	p.mu.Lock()
	for i, in := range slices.Backward(p.idle) {
		if in.grammar == g {
			p.idle = slices.Delete(p.idle, i, i+1)
			p.mu.Unlock()
			return in, nil
		}
	}
	p.mu.Unlock()
	return g.instance(ctx)
}

// put takes an instance back. Those that failed or are large are thrown away,
// and of all others the one that has waited longest, once more wait than can
// work.
func (p *Pool) put(in *instance, sound bool) {
	if !sound || in.memory.Size() > keptMemory {
		in.close()
		return
	}
	p.mu.Lock()
	p.idle = append(p.idle, in)
	var over *instance
	if len(p.idle) > 2*runtime.GOMAXPROCS(0) {
		over = p.idle[0]
		p.idle = slices.Delete(p.idle, 0, 1)
	}
	p.mu.Unlock()
	if over != nil {
		over.close()
	}
}

// grammar is one module: one language, or a few that are much alike.
type grammar struct {
	name      string
	languages []Language

	once     sync.Once
	err      error // why it is not ready
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	names    []names // of each language
}

// names are what a language calls its nodes and fields, by number.
type names struct{ kinds, fields []string }

// ready compiles the grammar, once. Whoever asks first must not spoil it for
// others by giving up: the context is asked for its values alone.
func (g *grammar) ready(ctx context.Context, p *Pool) error {
	g.once.Do(func() { g.err = g.compile(context.WithoutCancel(ctx), p.cache, p.memory) })
	return g.err
}

func (g *grammar) compile(ctx context.Context, cache wazero.CompilationCache, memory uint32) error {
	packed, err := files.ReadFile("grammar/" + g.name + ".wasm.zst")
	if err != nil {
		return err
	}
	unpack, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer unpack.Close()
	wasm, err := unpack.DecodeAll(packed, nil)
	if err != nil {
		return fmt.Errorf("unpack the grammar: %w", err)
	}
	ctx = experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0))
	// The runtime's own watch over contexts (WithCloseOnContextDone) would make
	// everything three times slower: the shim asks stop instead.
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(memory / page).WithDebugInfoEnabled(false)
	if cache != nil {
		g.runtime = wazero.NewRuntimeWithConfig(ctx, config.WithCompilationCache(cache))
		if g.compiled, err = g.runtime.CompileModule(ctx, wasm); err != nil {
			// A spoilt entry, a full disk, a folder that may not be written to.
			g.runtime.Close(ctx)
			cache = nil
		}
	}
	if cache == nil {
		g.runtime = wazero.NewRuntimeWithConfig(ctx, config)
		if g.compiled, err = g.runtime.CompileModule(ctx, wasm); err != nil {
			return fmt.Errorf("compile the grammar: %w", err)
		}
	}
	stop := func(ctx context.Context) uint32 {
		if ctx.Err() != nil {
			return 1
		}
		return 0
	}
	if _, err := g.runtime.NewHostModuleBuilder("leadline").NewFunctionBuilder().WithFunc(stop).Export("stop").Instantiate(ctx); err != nil {
		return fmt.Errorf("offer the grammar a way to stop: %w", err)
	}
	in, err := g.instance(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	for l := range g.languages {
		n, err := in.names(ctx, l)
		if err != nil {
			return fmt.Errorf("read the names of the grammar: %w", err)
		}
		g.names = append(g.names, n)
	}
	return nil
}
