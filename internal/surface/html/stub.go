package html

type live struct{}
type source struct{}
