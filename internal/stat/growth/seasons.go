package growth

import "math"

// Seasons is the model of Holt and Winters: level, trend, and a figure for each step of
// the season.
type Seasons struct {
	Alpha, Beta, Gamma float64
	// SSE is the sum of the squared one-step errors, from the second season on.
	SSE float64

	multiplicative         bool
	period                 int
	level, trend, variance float64
	// season are the last figures, of the step after the last value first.
	season []float64
}

// FitSeasons fits it as R's HoltWinters does: it starts from a decomposition of the first
// two seasons, and takes the smoothing parameters within [0, 1] that make the sum of the
// squared one-step errors least. It needs two seasons and one value more.
func FitSeasons(values []float64, period int, multiplicative bool) (*Seasons, error) {
	if period < 2 || len(values) < 2*period+1 {
		return nil, ErrShort
	}
	if multiplicative {
		for _, v := range values {
			if v <= 0 {
				return nil, ErrSign
			}
		}
	}
	s := &Seasons{multiplicative: multiplicative, period: period}
	begin := s.begin(values)
	cost := func(x []float64) float64 {
		try := *s
		try.Alpha, try.Beta, try.Gamma = x[0], x[1], x[2]
		try.run(values, begin, nil)
		return try.SSE
	}
	x := minimize(cost, []float64{.3, .1, .1}, []float64{0, 0, 0}, []float64{1, 1, 1})
	s.Alpha, s.Beta, s.Gamma = x[0], x[1], x[2]
	errs := make([]float64, 0, len(values)-period)
	s.run(values, begin, &errs)
	s.variance = variance(errs)
	return s, nil
}

// start is where the recursion starts.
type start struct {
	level, trend float64
	season       []float64
}

// begin decomposes the first two seasons: a moving average over one, a line through it
// for level and trend, and what is left for the figures of the season.
func (s *Seasons) begin(values []float64) start {
	f := s.period
	average := movingAverage(values[:2*f], f)
	line, _ := FitLine(compact(average)) // of at least f values, with f ≥ 2
	b := start{season: make([]float64, f)}
	if line != nil {
		b.level, b.trend = line.Intercept, line.Slope
	} else {
		// A season of two steps leaves two averages: the line through both.
		two := compact(average)
		b.trend = two[1] - two[0]
		b.level = two[0] - b.trend
	}
	counts := make([]float64, f)
	for i, m := range average {
		if math.IsNaN(m) {
			continue
		}
		x := values[i] - m
		if s.multiplicative {
			x = values[i] / m
		}
		b.season[i%f] += x
		counts[i%f]++
	}
	mean := 0.0
	for i := range b.season {
		b.season[i] /= counts[i]
		mean += b.season[i] / float64(f)
	}
	for i := range b.season {
		if s.multiplicative {
			b.season[i] /= mean
		} else {
			b.season[i] -= mean
		}
	}
	return b
}

// movingAverage is centred over a season; an even one takes half of both of its ends.
// Where it does not fit it is NaN.
func movingAverage(values []float64, f int) []float64 {
	out := make([]float64, len(values))
	half := f / 2
	for i := range out {
		if i < half || i+half >= len(values) {
			out[i] = math.NaN()
			continue
		}
		sum := 0.0
		for j := i - half; j <= i+half; j++ {
			w := 1.0
			if f%2 == 0 && (j == i-half || j == i+half) {
				w = .5
			}
			sum += w * values[j]
		}
		out[i] = sum / float64(f)
	}
	return out
}

func compact(values []float64) (out []float64) {
	for _, v := range values {
		if !math.IsNaN(v) {
			out = append(out, v)
		}
	}
	return out
}

// run takes the values from the second season on in turn. errs, if wanted, takes the
// errors.
func (s *Seasons) run(values []float64, b start, errs *[]float64) {
	s.level, s.trend, s.SSE = b.level, b.trend, 0
	s.season = append([]float64(nil), b.season...)
	for i, v := range values[s.period:] {
		at := &s.season[i%s.period]
		base := s.level + s.trend
		e, unseasoned := v-base-*at, v-*at
		if s.multiplicative {
			e, unseasoned = v-base**at, v / *at
		}
		s.SSE += e * e
		if errs != nil {
			*errs = append(*errs, e)
		}
		level := s.Alpha*unseasoned + (1-s.Alpha)*base
		s.trend = s.Beta*(level-s.level) + (1-s.Beta)*s.trend
		s.level = level
		left := v - level
		if s.multiplicative {
			left = v / level
		}
		*at = s.Gamma*left + (1-s.Gamma)**at
	}
	if math.IsNaN(s.SSE) {
		s.SSE = math.Inf(1)
	}
	turn := (len(values) - s.period) % s.period
	s.season = append(append([]float64(nil), s.season[turn:]...), s.season[:turn]...)
}

// At gives the interval of Yar and Chatfield (1990) for added seasons, and for those that
// multiply that of Chatfield and Yar (1991).
func (s *Seasons) At(h int, level float64) (mean, half float64) {
	figure := func(h int) float64 { return s.season[((h-1)%s.period+s.period)%s.period] }
	mean = s.level + float64(h)*s.trend
	sum := 0.0
	for j := range h {
		psi := 1.0
		if j > 0 {
			psi = s.Alpha * (1 + float64(j)*s.Beta)
			if j%s.period == 0 {
				psi += s.Gamma * (1 - s.Alpha)
			}
		}
		if s.multiplicative {
			psi *= figure(h) / figure(h-j)
		}
		sum += psi * psi
	}
	if s.multiplicative {
		mean *= figure(h)
	} else {
		mean += figure(h)
	}
	return mean, normal(level) * math.Sqrt(s.variance*sum)
}
